<?php
$own = '/proc/' . 'self';
exec("grep -E '^(Sig(Blk|Ign|Cgt)|Umask)' $own/status", $signals);
exec("ulimit -a | grep -v 'time'", $limits);
exec('env | grep -v -E "^(ITGRIX_PROCESS|_)=" | sort', $environment);
exec("readlink $own/fd/0 $own/fd/2 | sed 's/[0-9]*//g'", $streams);
return array('state' => 'success', 'data' => array(
    'signals' => $signals, 'limits' => $limits, 'environment' => $environment, 'streams' => $streams, 'nice' => exec('nice'), 'folder' => exec('pwd'),
));
