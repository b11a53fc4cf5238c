<?php
if (false) {
    $result = true;
}
$list = array();
return array('state' => 'success', 'data' => array('result' => @$list['none'], 'other' => $result, 'last' => error_get_last()));
