<?php
$params['phone'] .= '1';
$params['more'] = array('п' => array(1, 2.5, null, true), 'empty' => array());
return array('state' => 'success', 'data' => $params);
