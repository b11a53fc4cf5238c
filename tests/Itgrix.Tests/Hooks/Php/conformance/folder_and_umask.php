<?php
$before = array(getcwd(), umask());
chdir('/');
umask(0077);
return array('state' => 'success', 'data' => array('before' => $before, 'after' => array(getcwd(), umask(), is_dir('usr'))));
