<?php
return array('state' => 'success', 'data' => array('hash' => str_repeat('я', 3 << 20)));
