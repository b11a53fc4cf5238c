<?php
/*
 * An old name of customize_entity. Leads from incoming calls get the source CALL.
 */
if ($params['conversation']['type'] != 2) {
    return array('state' => 'success', 'data' => array());
}

return array('state' => 'success', 'data' => array('SOURCE_ID' => 'CALL'));
