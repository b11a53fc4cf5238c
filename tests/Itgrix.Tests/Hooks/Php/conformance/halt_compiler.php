<?php
return array('state' => 'success', 'data' => array('data' => file_get_contents(__FILE__, false, null, __COMPILER_HALT_OFFSET__)));
__halt_compiler();the rest
