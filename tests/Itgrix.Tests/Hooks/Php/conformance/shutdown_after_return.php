<?php
register_shutdown_function(function () { echo '{"state": "success", "data": {"phone": "late"}}'; });
return array('state' => 'success', 'data' => array('phone' => 'returned'));
