using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.SignIns;

/// <summary>Numbers for the repeated texts of sign-ins: each is decoded once.</summary>
internal sealed class SignInInterner(SignInTable table)
{
    private readonly ByteTable<int> _tenants = new();
    private readonly ByteTable<int> _users = new();
    private readonly ByteTable<int> _apps = new();
    private readonly ByteTable<int> _networks = new();

    public int Tenant(RawValue value) => ContextFields.IsReal(value.Bytes) ? Index(_tenants, value, table.Tenants) : table.Tenants.Add(string.Empty);

    public int User(RawValue value) => Index(_users, value, table.Users);

    public int App(RawValue value) => ContextFields.IsReal(value.Bytes) ? Index(_apps, value, table.Apps) : -1;

    public void Name(int objectId, int name) => table.Name(objectId, name);

    public int Network(RawValue value)
    {
        if (RecordAddress.TryReadNetwork(value.Bytes, out Network network) || value.IsEmpty)
        {
            return table.Networks.Add(network);
        }

        int known = _networks.Find(value.Bytes);
        return _networks[known >= 0 ? known : _networks.Add(value.Bytes, table.Networks.Add(RecordAddress.NetworkOf(value.Text())))];
    }

    private static int Index(ByteTable<int> seen, RawValue value, IndexTable<string> table)
    {
        int known = seen.Find(value.Bytes);
        return seen[known >= 0 ? known : seen.Add(value.Bytes, table.Add(value.Text().Trim().ToLowerInvariant()))];
    }
}
