<?php
stream_set_blocking(STDIN, false);
$text = '';
for ($tries = 0; $tries < 200 && !feof(STDIN); $tries++) {
    $text .= fread(STDIN, 100);
    usleep(500);
}
return array('state' => 'success', 'data' => array('phone' => json_decode($text)->phone));
