<?php
// written on another system
$text = "a
b";
return array("state" => "success", "data" => array("length" => strlen($text)));
?>


