using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>Caller, callee and line of a call, as far as they are known.</summary>
internal sealed class CallParties
{
    private readonly NumberPlan _numbers;
    private bool _isFromInside, _isAsked;
    private string _callerId = "";

    public CallParties(CelRecord first, ChannelIdentity caller, NumberPlan numbers)
    {
        (_numbers, FirstChannel) = (numbers, caller);
        var name = ChannelName.Parse(first.Channel);
        // A phone's caller number may be the number that it shows to the outside; its extension stays.
        _isFromInside = caller.Role == ChannelRole.Employee || (name.IsLocal && numbers.IsLocal(name.Number));
        From = numbers.Of(
            caller.Extension.Length > 0 ? caller.Extension
            : _isFromInside && name.IsLocal ? name.Number
            : Known(first.CallerNumber));
        // The extension of a Local channel is the number that it stands for, not the callee.
        if (!name.IsLocal)
            To = numbers.Of(NumberPlan.IsNumber(first.Extension)
                ? numbers.Dialled(first.Extension) : Known(first.DialedNumber));
        Begin(caller.Role);
    }

    /// <summary>What the first channel is taken for by its first record.</summary>
    public ChannelIdentity FirstChannel { get; }

    public CallType Type { get; private set; }

    public PhoneNumber From { get; private set; }

    public PhoneNumber To { get; private set; } = new();

    public PhoneNumber Trunk { get; private set; } = new();

    /// <summary>The caller is that employee; without a number the name of the phone stands for it.</summary>
    public void CallerNamed(string employee) => From = _numbers.Of(employee);

    /// <summary>
    /// The caller's number becomes known: an analog line reports it after its first ring, a dialplan may set it.
    /// </summary>
    public void CallerKnown(ChannelIdentity caller, string number)
    {
        // Where the client's phone rings first, half of a Local channel shows the client's number.
        if (Type == CallType.Outgoing && _isAsked && caller.Role != ChannelRole.Employee)
            return;
        if (From.Original.Length > 0 && !(Type == CallType.Incoming && From.IsLocal))
            return;
        From = _numbers.Of(caller.Extension.Length > 0 ? caller.Extension : number);
        if (caller.Role == ChannelRole.Employee && !_isFromInside && !_isAsked)
        {
            _isFromInside = true;
            Begin(caller.Role);
        }
    }

    /// <summary>An application of the dialplan starts: it shows the destination of an originated call.</summary>
    public void Dialling(CelRecord record)
    {
        _callerId = Known(record.CallerNumber);
        if (To.Original.Length == 0 && _isFromInside && NumberPlan.IsNumber(record.Extension)
            && record.Extension != From.Original)
            To = _numbers.Of(_numbers.Dialled(record.Extension));
    }

    /// <summary>An employee's phone rings first, by an Originate: it will be the caller.</summary>
    public void CalledBy(string employee)
    {
        if (From.Original != employee)
            (From, To) = (_numbers.Of(employee), new());
        _isFromInside = true;
    }

    /// <summary>A client's phone rings first, by an Originate; an employee's comes later.</summary>
    public void CallsOut(string client) => (Type, From, To, _isAsked) =
        (CallType.Outgoing, new(), _numbers.Of(client), true);

    /// <summary>That client's number becomes known.</summary>
    public void ClientKnown(string number)
    {
        if (To.Original.Length == 0)
            To = _numbers.Of(number);
    }

    /// <summary>A phone or line is dialled; the first one determines the direction of an internal call.</summary>
    public void Asked(string number, bool isInside)
    {
        // Where the client's phone rings first, the employee's is none of the client's.
        var isAfterClient = Type == CallType.Outgoing && isInside && From.Original.Length == 0;
        // A name that is dialled outside, such as a SIP user, is not a number. A code before an outside number stays
        // inside, only the number is dialled over the line.
        if (isAfterClient)
            (From, _isFromInside) = (_numbers.Of(number), true);
        else if (To.Original.Length == 0 || (_isFromInside && !isInside && NumberPlan.IsCode(To.Original) && !_isAsked))
            To = _numbers.Of(_isFromInside && !isInside ? Known(number) : number);
        if (!isInside && To.IsLocal && To.Original == number)
            To = To with { IsLocal = false };
        if (_numbers.IsSentOn && Type == CallType.Local && _isAsked && !isInside && NumberPlan.IsPhone(number))
            (Type, To) = (CallType.Outgoing, _numbers.Of(number));
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
            : new() { Original = channel.Line, Base = channel.Line, Variants = [channel.Line] };
    }

    /// <summary>An unanswered Originate never reaches the extension that it would have dialled.</summary>
    public void Originated()
    {
        if (Type == CallType.Unknown && _isFromInside)
            Type = CallType.Outgoing;
    }

    private void Begin(ChannelRole caller)
    {
        if (caller == ChannelRole.Line)
            (Type, Trunk) = (CallType.Incoming, To);
        else
            (Type, Trunk) = (!_isFromInside || To.Original.Length == 0 ? CallType.Unknown
                : To.IsLocal ? CallType.Local : CallType.Outgoing, new());
    }

    private static string Known(string number) => NumberPlan.IsPhone(number) ? number : "";
}
