<?php
$params['id'] = 9007199254740992;
return array('state' => 'success', 'data' => $params);
