<?php
$all = array();
foreach (ini_get_all(null, false) as $name => $value) {
    if (!preg_match('/^(opcache|fastcgi|cgi|apc|cli|mysqli|pgsql|odbc|max_input_time|user_dir|doc_root|zlib|expose_php|user_ini|html_errors|disable_functions)/', $name)) {
        $all[$name] = $value;
    }
}
return array('state' => 'success', 'data' => $all);
