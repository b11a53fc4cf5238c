<?php
class Notes
{
    public $context;
    public function stream_open($path, $mode, $options, &$opened) { return true; }
    public function stream_read($count) { return ''; }
    public function stream_eof() { return true; }
    public function stream_stat() { return array(); }
}
$before = array_values(array_diff(stream_get_wrappers(), array('itgrix')));
stream_wrapper_register('notes', 'Notes');
stream_wrapper_unregister('http');
stream_wrapper_unregister('php');
return array('state' => 'success', 'data' => array('before' => $before, 'read' => file_get_contents('notes://x'), 'http' => in_array('http', stream_get_wrappers())));
