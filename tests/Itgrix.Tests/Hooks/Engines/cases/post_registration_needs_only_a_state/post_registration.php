<?php
return array('state' => 'success');
