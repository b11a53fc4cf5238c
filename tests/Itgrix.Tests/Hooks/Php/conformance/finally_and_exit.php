<?php
try {
    echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
    exit;
} finally {
    echo '{"state": "success", "data": {"phone": "2"}}';
}
