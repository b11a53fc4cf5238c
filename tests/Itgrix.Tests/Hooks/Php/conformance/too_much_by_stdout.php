<?php
for ($i = 0; $i < 50; $i++) {
    fwrite(STDOUT, str_repeat('x', 1 << 20));
}
return array('state' => 'success', 'data' => array('phone' => '1'));
