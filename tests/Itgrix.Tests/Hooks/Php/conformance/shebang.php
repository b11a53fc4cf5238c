#!/usr/bin/env php
<?php
// also without the bridge
echo json_encode(array('state' => 'success', 'data' => array('line' => __LINE__)));
