<?php
if ($params['call_stage'] == 'never') $result = false;
return array('state' => 'success', 'data' => array('result' => $result));
