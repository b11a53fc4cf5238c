<?php
class Noisy { public function __destruct() { echo 'gone '; } }
function steps() { $noisy = new Noisy(); yield 1; yield 2; }
$steps = steps();
$first = $steps->current();
return array('state' => 'success', 'data' => array('first' => $first));
