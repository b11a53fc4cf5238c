<?php
// also without the bridge
while (ob_get_level() > 0) {
    ob_end_clean();
}
echo json_encode(array('state' => 'success', 'data' => array('level' => ob_get_level())));
flush();
