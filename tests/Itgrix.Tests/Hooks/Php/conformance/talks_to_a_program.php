<?php
$process = proc_open('tr a-z A-Z; echo $HOOK; pwd; exit 4', array(array('pipe', 'r'), array('pipe', 'w'), array('pipe', 'w')), $pipes, '/', array('HOOK' => 'set', 'PATH' => getenv('PATH')));
fwrite($pipes[0], "text\n");
fclose($pipes[0]);
$text = stream_get_contents($pipes[1]);
return array('state' => 'success', 'data' => array('text' => $text, 'code' => proc_close($process)));
