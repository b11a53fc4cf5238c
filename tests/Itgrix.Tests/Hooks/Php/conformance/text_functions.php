<?php
return array('state' => 'success', 'data' => array('upper' => mb_strtoupper('привет'), 'length' => mb_strlen('😀я'), 'koi' => bin2hex(iconv('UTF-8', 'KOI8-R', 'я')), 'cut' => mb_substr('Александр', 0, 4), 'number' => number_format(1234567.891, 2, ',', ' '), 'date' => date('Y-m-d', 86400), 'words' => ucfirst(strtolower('ABC'))));
