using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Caller, callee and line of a call, as far as they are known.</summary>
internal sealed class CallParties
{
    private readonly NumberPlan _numbers;
    private readonly bool _isFromInside;
    private string _callerId = "";
    private bool _isAsked;

    public CallParties(CelRecord first, NumberPlan numbers)
    {
        _numbers = numbers;
        var extension = NumberPlan.IsNumber(first.Extension) ? first.Extension : Known(first.DialedNumber);
        var caller = ChannelName.Parse(first.Channel);
        // A phone's caller number may be the number that it shows to the outside; the name of its channel stays.
        if (numbers.IsLocal(caller.Number))
            (From, _isFromInside) = (numbers.Of(caller.Number), true);
        else if (caller.IsDevice)
            (From, _isFromInside) = (numbers.Of(Known(first.CallerNumber)), numbers.IsLocal(Known(first.CallerNumber)));
        else
            From = numbers.Of(Known(first.CallerNumber));
        // The extension of a Local channel is the number that it stands for, not the callee.
        To = caller.IsLocal ? new() : numbers.Of(extension);
        if (!_isFromInside && caller.IsDevice)
            (Type, Trunk) = (CallType.Incoming, To);
        else if (_isFromInside && To.Original.Length > 0)
            Type = To.IsLocal ? CallType.Local : CallType.Outgoing;
    }

    public CallType Type { get; private set; }

    public PhoneNumber From { get; private set; }

    public PhoneNumber To { get; private set; }

    public PhoneNumber Trunk { get; private set; } = new();

    /// <summary>An application of the dialplan starts: it shows the destination of an originated call.</summary>
    public void Dialling(CelRecord record)
    {
        _callerId = Known(record.CallerNumber);
        if (To.Original.Length == 0 && _isFromInside && NumberPlan.IsNumber(record.Extension)
            && record.Extension != From.Original)
            To = _numbers.Of(record.Extension);
    }

    /// <summary>A phone or line is dialled; the first one determines the direction of an internal call.</summary>
    public void Asked(string number, bool isInside)
    {
        // A name that is dialled outside, such as a SIP user, is not a number.
        if (To.Original.Length == 0)
            To = _numbers.Of(_isFromInside && !isInside ? Known(number) : number);
        if (Type == CallType.Incoming || (Type != CallType.Unknown && _isAsked))
            return;
        _isAsked = true;
        if (_isFromInside)
            Type = isInside ? CallType.Local : CallType.Outgoing;
        else if (isInside && From.Original.Length > 0)
            Type = CallType.Incoming;
    }

    /// <summary>The line of an outgoing call: the number that it shows there, else the line's own name.</summary>
    public void Over(ChannelName channel)
    {
        var isOfLine = _callerId.Length > 0 && !_numbers.IsLocal(_callerId) && _numbers.Of(_callerId).Base != To.Base;
        Trunk = isOfLine
            ? _numbers.Of(_callerId)
            : new() { Original = channel.Peer, Base = channel.Peer, Variants = [channel.Peer] };
    }

    /// <summary>An unanswered Originate never reaches the extension that it would have dialled.</summary>
    public void Originated()
    {
        if (Type == CallType.Unknown && _isFromInside)
            Type = CallType.Outgoing;
    }

    /// <summary>The number that a channel was made for: from its name, from the dial string, from its record.</summary>
    public string NumberOf(ChannelName channel, CelRecord record, CelRecord? dial) =>
        _numbers.IsLocal(channel.Number) ? channel.Number
        : DialString.NumberFor(dial?.ApplicationData ?? "", channel) is { Length: > 0 } number ? number
        : NumberPlan.IsNumber(record.CallerNumber) ? record.CallerNumber
        : channel.Number.Length > 0 ? channel.Number
        : dial is not null && NumberPlan.IsNumber(dial.Extension) ? dial.Extension
        : To.Original;

    private static string Known(string number) => NumberPlan.IsPhone(number) ? number : "";
}
