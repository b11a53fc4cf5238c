<?php
return array('state' => 'success', 'data' => array(posix_getrlimit(), posix_getuid() === posix_geteuid(), getmyuid(), get_current_user(), php_uname('n'), gethostname(), php_ini_loaded_file(), php_ini_scanned_files(), PHP_OS_FAMILY, zend_version(), gc_enabled(), get_include_path(), is_writable('/tmp'), disk_free_space('/') > 0));
