<?php
exec('true > /dev/null 2>&1 &'); shell_exec('echo 1'); system('true'); passthru('true'); pclose(popen('cat > /dev/null', 'w'));
return array('state' => 'success', 'data' => array('phone' => trim(`echo 7`)));
