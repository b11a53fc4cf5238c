<?php
return json_encode(array('state' => 'success', 'data' => array('phone' => 'as text')), JSON_PRETTY_PRINT);
