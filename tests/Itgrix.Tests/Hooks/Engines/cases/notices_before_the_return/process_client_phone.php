<?php
ini_set('display_errors', 1);
echo $undefined, "words\n";
return array('state' => 'success', 'data' => array('phone' => '1'));
