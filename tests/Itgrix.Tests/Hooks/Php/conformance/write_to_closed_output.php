<?php
// runs by process: fclose(STDERR)
fclose(STDERR);
return array('state' => 'success', 'data' => array('phone' => '1'));
