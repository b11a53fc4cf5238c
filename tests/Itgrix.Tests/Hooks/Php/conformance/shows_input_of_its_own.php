<?php
return array('state' => 'success', 'data' => array('seen' => md5(serialize($params)), 'text' => $params['emoji']));
