<?php
function counted()
{
    static $count = 0;
    global $total;
    return ++$count + ++$total;
}
$globals = array_values(array_diff(array_keys($GLOBALS), array("_SERVER", "_ENV")));
sort($globals);
return array("state" => "success", "data" => array("first" => counted(), "second" => counted(), "globals" => $globals));
