namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>An action that was sent, and the part of its answer that has arrived.</summary>
internal sealed class PendingAction(AmiAction action)
{
    private readonly TaskCompletionSource<AmiReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<AmiMessage> _events = [];
    private AmiMessage? _response;
    private bool _isList, _isEnded;

    public Task<AmiReply> Reply => _reply.Task;

    public void Take(AmiMessage message)
    {
        if (message.IsResponse)
        {
            _response = message;
            _isList = Says(message, "start");
        }
        else
        {
            var last = Says(message, "Complete") || Says(message, "cancelled");
            if (!last)
                _events.Add(message);
            _isEnded |= last || message["Event"] == action.LastEvent;
        }
        // The last event of an asynchronous action can overtake the response.
        if (_response is not null && new AmiReply(_response, _events) is var reply && (_isEnded || !HasMore(reply)))
            _reply.TrySetResult(reply);
    }

    public void Fail(AmiException error) => _reply.TrySetException(error);

    private bool HasMore(AmiReply reply) => reply.IsSuccess && (_isList || action.LastEvent is not null);

    private static bool Says(AmiMessage message, string state) =>
        message["EventList"].Equals(state, StringComparison.OrdinalIgnoreCase);
}
