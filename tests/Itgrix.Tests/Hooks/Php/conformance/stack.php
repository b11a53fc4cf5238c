<?php
function deeper($level) { return $level === 0 ? 0 : 1 + deeper($level - 1); }
return array('state' => 'success', 'data' => array('deep' => deeper(20000)));
