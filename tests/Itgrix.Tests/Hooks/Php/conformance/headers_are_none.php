<?php
header('X-Mine: 1'); setcookie('a', 'b'); header_remove('X-Mine');
return array('state' => 'success', 'data' => array('sent' => headers_sent($file, $line), 'line' => $line));
