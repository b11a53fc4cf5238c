<?php
$file = tmpfile();
fwrite($file, 'x');
$meta = stream_get_meta_data($file);
return array('state' => 'success', 'data' => array('there' => is_file($meta['uri'])));
