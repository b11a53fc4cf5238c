<?php
function numbers() { try { yield 1; yield 2; } finally { $GLOBALS['closed'] = 1; } }
foreach (numbers() as $n) { break; }
goto end;
echo 'never';
end:
return array('state' => 'success', 'data' => array('n' => $n, 'e' => E_ALL, 'r' => (string) 0.1 + 0.2, 'round' => round(105.2), 'deep' => array('x' => ceil(1e15), 'z' => -0.0, 'k' => array(1.0, array(2.0)))));
