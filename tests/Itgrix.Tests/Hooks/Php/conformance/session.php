<?php
session_save_path(sys_get_temp_dir());
$started = session_start();
$count = isset($_SESSION['count']) ? $_SESSION['count'] : 0;
$_SESSION['count'] = $count + 1;
$id = session_id();
register_shutdown_function(function () use ($id) { @unlink(sys_get_temp_dir() . "/sess_$id"); });
return array('state' => 'success', 'data' => array('started' => $started, 'count' => $count, 'id' => strlen($id)));
