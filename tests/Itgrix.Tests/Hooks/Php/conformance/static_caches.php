<?php
class Cache { public static $items = array(); }
function counted() { static $count = 0; return ++$count; }
Cache::$items[] = 1; $GLOBALS['mine'][] = 1;
return array('state' => 'success', 'data' => array(count(Cache::$items), counted(), count($mine), isset($HTTP_RAW_POST_DATA)));
