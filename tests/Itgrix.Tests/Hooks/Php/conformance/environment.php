<?php
$before = array(getenv('ITGRIX_HOOK'), getenv('TZ'), date('H', 0));
putenv('ITGRIX_HOOK=1');
putenv('TZ=Asia/Tokyo');
$_SERVER['ITGRIX_HOOK'] = $_ENV['ITGRIX_HOOK'] = 1;
return array('state' => 'success', 'data' => array('before' => $before, 'child' => exec('echo $ITGRIX_HOOK $TZ')));
