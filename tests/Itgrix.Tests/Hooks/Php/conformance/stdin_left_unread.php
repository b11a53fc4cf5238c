<?php
return array('state' => 'success', 'data' => array('first' => fread(STDIN, 3)));
