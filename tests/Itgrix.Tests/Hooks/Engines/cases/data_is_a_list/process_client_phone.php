<?php
return array('state' => 'success', 'data' => array('89001234567'));
