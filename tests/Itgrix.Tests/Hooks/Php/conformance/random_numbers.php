<?php
$first = mt_rand();
mt_srand(5);
srand(5);
return array('state' => 'success', 'data' => array('seeded' => mt_rand(), 'again' => mt_rand() !== $first));
