<?php
function directory($phone) {
    throw new RuntimeException('no directory');
}
return array('state' => 'success', 'data' => array('phone' => directory($params['phone'])));
