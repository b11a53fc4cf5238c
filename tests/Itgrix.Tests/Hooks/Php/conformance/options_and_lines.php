<?php
$options = getopt('a:b', array('long::'));
return array('state' => 'success', 'data' => array('options' => $options, 'line' => fgets(STDIN) !== false, 'end' => fgets(STDIN)));
