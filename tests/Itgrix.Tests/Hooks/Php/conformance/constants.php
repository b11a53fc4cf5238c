<?php
$before = array(defined('ITGRIX_TEST'), defined('ITGRIX_OTHER'));
define('ITGRIX_TEST', 1);
const ITGRIX_OTHER = 'x';
return array('state' => 'success', 'data' => array('before' => $before, 'after' => array(ITGRIX_TEST, ITGRIX_OTHER), 'pi' => M_PI, 'os' => PHP_OS, 'version' => PHP_VERSION));
