<?php
// runs by process: fclose(STDOUT)
fclose(STDOUT);
return array('state' => 'success', 'data' => array('phone' => '1'));
