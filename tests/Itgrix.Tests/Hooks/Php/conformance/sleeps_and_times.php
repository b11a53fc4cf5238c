<?php
$start = hrtime(true); usleep(1000);
$usage = getrusage();
return array('state' => 'success', 'data' => array('later' => hrtime(true) > $start, 'usage' => isset($usage['ru_utime.tv_sec']), 'year' => date('Y') > 2000));
