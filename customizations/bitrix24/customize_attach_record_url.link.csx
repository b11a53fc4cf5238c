// Instead of the player the case gets a plain link to the recording, with the time of the call.
// Change: the text of the link.
// Use: cp customize_attach_record_url.link.csx customize_attach_record_url.csx

#load "../itgrix.csx"
using System.Net;
using static Itgrix.Hooks.Bitrix24.CustomizeAttachRecordUrl;

var call = In.CallFull;
if (call.Record == "")
    return Success(In);

var text = $"Recording of the call {call.Channel.StartTime:yyyy-MM-dd HH:mm:ss}";
In.Description = $"<a href=\"{WebUtility.HtmlEncode(call.Record)}\">{text}</a>";
In.DescriptionType = 3;
return Success(In);
