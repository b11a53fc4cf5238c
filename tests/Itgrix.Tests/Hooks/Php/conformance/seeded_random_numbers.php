<?php
// also without the bridge
mt_srand(5); srand(5); $a = range(1, 10); shuffle($a); echo json_encode(array('state' => 'success', 'data' => array('a' => $a, 'r' => mt_rand(), 'x' => rand(1, 100), 'k' => array_rand(array(1, 2, 3, 4)), 's' => str_shuffle('abcdef'))));
