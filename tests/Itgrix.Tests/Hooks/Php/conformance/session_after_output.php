<?php
echo "words\n";
flush();
session_save_path(sys_get_temp_dir());
return array('state' => 'success', 'data' => array('started' => @session_start()));
